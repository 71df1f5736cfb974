-- The installation's own name in places that several installations may share, such as Redis.
create table installation (
  only_row   boolean primary key default true check (only_row),
  tenant_id  uuid not null default gen_random_uuid()
);
insert into installation default values;
