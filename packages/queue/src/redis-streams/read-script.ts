import { ENTRY_FIELD, ENTRY_HEADER_BYTES } from './entry-codec.ts';
import { Script } from './script.ts';

/** A consumer with nothing under way that was idle for this long is not an owner any more. */
const FORGOTTEN_MS = 3_600_000;

/*
 * Both scripts answer a flat list of ids and contents in turn, at most as many entries as asked for and until their
 * records have `maxBytes`, at least one. The content is the value of the field, or of entries that are not ours the list
 * of names and values. Redis itself can only count entries, and ten thousand of them may be 200 bytes each or a megabyte
 * each, so they are taken in small steps.
 */
const COLLECT = `
local found, count, bytes, step = {}, 0, 0, 32
-- Takes what fits; answers false when the budget is used up.
local function collect(entries, maxBytes)
  for i = 1, #entries do
    local fields = entries[i][2]
    local content = fields
    if #fields == 2 and fields[1] == '${ENTRY_FIELD}' then
      content = fields[2]
      bytes = bytes + math.max(0, #content - ${ENTRY_HEADER_BYTES})
    else
      for k = 1, #fields do bytes = bytes + #fields[k] + 2 end
    end
    if count > 0 and bytes > maxBytes then return false end
    found[2 * count + 1], found[2 * count + 2] = entries[i][1], content
    count = count + 1
  end
  return true
end
`;

/* KEYS stream; ARGV lowest id (exclusive ones begin with "("), most entries, most bytes */
export const READ_POSITION = new Script(`${COLLECT}
local from, max, maxBytes = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
while count < max do
  local asked = math.min(step, max - count)
  local entries = redis.call('XRANGE', KEYS[1], from, '+', 'COUNT', asked)
  if not collect(entries, maxBytes) or #entries < asked then break end
  from = '(' .. found[2 * count - 1]
end
return found`);

/*
 * Reads as the consumer of a group, but from the place that the caller names: the group is put there first if it stands
 * elsewhere. In one script, because a second consumer that reads in between, an owner that does not know yet that it has
 * lost the shard, would make a gap.
 *
 * KEYS stream; ARGV group, consumer, last id that is not wanted, most entries, most bytes
 */
export const READ_GROUP = new Script(`${COLLECT}
local stream, group, consumer, after = KEYS[1], ARGV[1], ARGV[2], ARGV[3]
local max, maxBytes = tonumber(ARGV[4]), tonumber(ARGV[5])
if redis.call('EXISTS', stream) == 0 then return found end
local place, entriesRead
for _, info in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
  local facts = {}
  for i = 1, #info, 2 do facts[info[i]] = info[i + 1] end
  if facts['name'] == group then place, entriesRead = facts['last-delivered-id'], facts['entries-read'] end
end
if not place then
  redis.call('XGROUP', 'CREATE', stream, group, after)
  entriesRead = nil
elseif place ~= after then
  redis.call('XGROUP', 'SETID', stream, group, after)
  entriesRead = nil
  -- Owners that died leave their names behind.
  for _, info in ipairs(redis.call('XINFO', 'CONSUMERS', stream, group)) do
    local facts = {}
    for i = 1, #info, 2 do facts[info[i]] = info[i + 1] end
    if facts['name'] ~= consumer and facts['pending'] == 0 and facts['idle'] > ${FORGOTTEN_MS} then
      redis.call('XGROUP', 'DELCONSUMER', stream, group, facts['name'])
    end
  end
end
while count < max do
  local asked = math.min(step, max - count)
  local answer = redis.call('XREADGROUP', 'GROUP', group, consumer, 'COUNT', asked, 'STREAMS', stream, '>')
  if not answer then break end
  local entries = answer[1][2]
  if not collect(entries, maxBytes) then
    -- Redis 7 keeps count of what the group has read, from which it tells the lag.
    local back = {'XGROUP', 'SETID', stream, group, found[2 * count - 1]}
    if entriesRead then
      back[6], back[7] = 'ENTRIESREAD', entriesRead + count
    end
    redis.call(unpack(back))
    break
  end
  if #entries < asked then break end
end
return found`);

/*
 * Acknowledges what was delivered up to an id, to whichever consumer, at most as many as asked for, and answers how many
 * those were.
 *
 * KEYS stream; ARGV group, id, most entries
 */
export const ACKNOWLEDGE = new Script(`
local pending = redis.pcall('XPENDING', KEYS[1], ARGV[1], '-', ARGV[2], ARGV[3])
if pending.err then
  if string.find(pending.err, 'NOGROUP', 1, true) then return 0 end
  return pending
end
local ids = {}
for i, entry in ipairs(pending) do ids[i] = entry[1] end
if #ids > 0 then redis.call('XACK', KEYS[1], ARGV[1], unpack(ids)) end
return #ids`);
