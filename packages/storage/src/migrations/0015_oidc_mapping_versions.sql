-- Mappings of groups can be changed, unless somebody did meanwhile.
alter table oidc_mappings add column version int not null default 1;
