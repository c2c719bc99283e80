# Names for the commands of the project. No logic here: it is in scripts/, so that any shell can run it.
# `make help` lists the targets from the comment after each.

.DEFAULT_GOAL := help
.PHONY: help run web contract test check fmt bench load night database-start database-stop reset clean

help: ## list the commands
	@scripts/help.sh

run: ## build, load the demonstration hospital and accounts, serve on http://127.0.0.1:8080
	@scripts/run.sh

web: ## build the browser application into web/dist, say what it weighs
	@scripts/web.sh --check-budget

test: ## everything that must hold before a change goes in, on SQLite and PostgreSQL
	@scripts/test.sh

check: ## the quick loop: format, lints, tests on SQLite, WASM
	@scripts/check.sh

fmt: ## format the Rust code
	@cargo fmt --all

bench: ## measure speed; never part of the tests
	@cargo bench --package api

load: ## measure the server under load beside two peers; never part of the tests
	@scripts/load.sh

night: ## the long property runs
	@scripts/night.sh

database-start: ## start a private PostgreSQL for tests and print its address
	@api/tests/support/postgres.sh start

database-stop: ## stop it and delete it
	@api/tests/support/postgres.sh stop

reset: ## delete the demonstration database
	@rm -rf var

clean: ## delete what cargo built
	@cargo clean
