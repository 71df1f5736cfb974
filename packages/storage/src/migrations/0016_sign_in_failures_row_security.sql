-- Wrong passwords and codes are counted before anybody is known, under hashes of what was typed. Lifting the lock of a user
-- is done in the account of that user, and must reach no other one's: whose a row is shows by hashing again.
select protect_rows('sign_in_failures', $$exists (select from users as owner where sign_in_failures.key in (
  sha256(convert_to('user ' || owner.email, 'UTF8')), sha256(convert_to('code ' || owner.id, 'UTF8'))))$$);
