DROP INDEX positions_by_practitioner;
DROP INDEX statuses_by_practitioner;
DROP INDEX affectations_by_post;
DROP INDEX affectations_by_practitioner;
DROP INDEX affectations_in_order;
DROP INDEX practitioners_in_order;
DROP INDEX posts_in_order;
