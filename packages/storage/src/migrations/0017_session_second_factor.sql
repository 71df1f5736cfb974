-- Whether the identity provider said, when a session began there, that it had asked for a second factor.
alter table sessions add column second_factor_given boolean not null default false;
