"""What the tests of the contract share. One file per subject: the nation in the database, the people who call, the
contract itself, what a database holds."""
