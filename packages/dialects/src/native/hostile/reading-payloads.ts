import { betweenGoodReadings, type HostilePayload, partly, rejected } from './hostile-payload.ts';

const NAME_200 = 'n'.repeat(200);
const TEXT_4000 = 't'.repeat(4_000);
/** Long before and long after any time at which this may run. */
const YEAR_2001 = Date.UTC(2001, 0, 1);
const YEAR_2999 = Date.UTC(2999, 0, 1);

/** Well-formed JSON with bad readings, alone and between good ones. */
export function readingPayloads(): HostilePayload[] {
  return [...names(), ...values(), ...times(), ...messageParts(), ...counts(), ...columns(), ...senml()];
}

function names(): HostilePayload[] {
  return [
    partly('a reading without a name', { 1: 'invalid-name' }, 2, betweenGoodReadings('{"v":1}')),
    partly('an empty name', { 1: 'invalid-name' }, 2, betweenGoodReadings('{"m":"","v":1}')),
    partly('a number for a name', { 1: 'invalid-name' }, 2, betweenGoodReadings('{"m":7,"v":1}')),
    partly('a control character in a name', { 1: 'invalid-name' }, 2, betweenGoodReadings('{"m":"a\\u001bb","v":1}')),
    partly('NUL in a name', { 1: 'nul-character' }, 2, betweenGoodReadings('{"m":"a\\u0000b","v":1}')),
    partly('a name of 201 characters', { 1: 'name-too-long' }, 2, betweenGoodReadings(`{"m":"${NAME_200}x","v":1}`)),
    partly('__proto__ for a name', { 1: 'invalid-name' }, 2, betweenGoodReadings('{"m":"__proto__","v":1}')),
    partly('constructor as a flat metric', { 1: 'invalid-name' }, 1, '{"temp":20.5,"constructor":1}'),
    partly('two names', { 1: 'duplicate-key' }, 2, betweenGoodReadings('{"m":"a","metric":"b","v":1}')),
  ];
}

function values(): HostilePayload[] {
  return [
    partly('1e400', { 1: 'not-finite' }, 2, betweenGoodReadings('{"m":"a","v":1e400}')),
    partly('no value', { 1: 'invalid-value' }, 2, betweenGoodReadings('{"m":"a"}')),
    partly('null for a value', { 1: 'invalid-value' }, 2, betweenGoodReadings('{"m":"a","v":null}')),
    partly('an object for a value', { 1: 'invalid-value' }, 2, betweenGoodReadings('{"m":"a","v":{"x":1}}')),
    partly('an array for a reading', { 1: 'unknown-shape' }, 2, betweenGoodReadings('["a",1]')),
    partly('NUL in a text value', { 1: 'nul-character' }, 2, betweenGoodReadings('{"m":"a","v":"x\\u0000y"}')),
    partly(
      'half a surrogate pair in a value',
      { 1: 'invalid-utf8' },
      2,
      betweenGoodReadings('{"m":"a","v":"\\udc00"}'),
    ),
    partly('text of 4,001 characters', { 1: 'text-too-long' }, 2, betweenGoodReadings(`{"m":"a","v":"${TEXT_4000}x"}`)),
    partly('an unknown quality', { 1: 'invalid-quality' }, 2, betweenGoodReadings('{"m":"a","v":1,"q":"splendid"}')),
    partly('a number for a unit', { 1: 'invalid-unit' }, 2, betweenGoodReadings('{"m":"a","v":1,"u":5}')),
    partly(
      'a unit of 201 characters',
      { 1: 'text-too-long' },
      2,
      betweenGoodReadings(`{"m":"a","v":1,"u":"${NAME_200}x"}`),
    ),
    rejected('only bad values', 'not-finite', '{"temp":1e400,"rpm":-1e400}'),
  ];
}

function times(): HostilePayload[] {
  return [
    partly(
      'seconds for milliseconds',
      { 1: 'time-too-old' },
      2,
      betweenGoodReadings('{"m":"a","v":1,"ts":1763800000}'),
    ),
    partly('the year 2001', { 1: 'time-too-old' }, 2, betweenGoodReadings(`{"m":"a","v":1,"ts":${YEAR_2001}}`)),
    partly('the year 2999', { 1: 'time-too-far-ahead' }, 2, betweenGoodReadings(`{"m":"a","v":1,"ts":${YEAR_2999}}`)),
    partly('a time of 1e300', { 1: 'time-too-far-ahead' }, 2, betweenGoodReadings('{"m":"a","v":1,"ts":1e300}')),
    partly('a time of 1e400', { 1: 'invalid-time' }, 2, betweenGoodReadings('{"m":"a","v":1,"ts":1e400}')),
    partly('30 February', { 1: 'invalid-time' }, 2, betweenGoodReadings('{"m":"a","v":1,"ts":"2025-02-30T00:00:00Z"}')),
    partly(
      'a time without a zone',
      { 1: 'invalid-time' },
      2,
      betweenGoodReadings('{"m":"a","v":1,"ts":"2025-02-03T04:05:06"}'),
    ),
    partly('a boolean for a time', { 1: 'invalid-time' }, 2, betweenGoodReadings('{"m":"a","v":1,"ts":true}')),
    rejected('a bad time for all readings', 'invalid-time', '{"ts":"yesterday","temp":20.5}'),
  ];
}

function messageParts(): HostilePayload[] {
  return [
    rejected('a device that is a number', 'invalid-name', '{"device":5,"temp":20.5}'),
    rejected('a device name of 201 characters', 'name-too-long', `{"device":"${NAME_200}x","temp":20.5}`),
    rejected('a negative sequence', 'invalid-message-id', '{"id":{"epoch":1,"seq":-1},"readings":[{"m":"a","v":1}]}'),
    rejected('a sequence of 2^53', 'invalid-message-id', '{"id":{"epoch":1,"seq":9007199254740992},"temp":1}'),
    rejected('an id without epoch', 'invalid-message-id', '{"id":{"seq":1},"readings":[{"m":"a","v":1}]}'),
    rejected('an empty id', 'invalid-message-id', '{"id":"","readings":[{"m":"a","v":1}]}'),
    rejected('an id with NUL', 'invalid-message-id', '{"id":"a\\u0000","readings":[{"m":"a","v":1}]}'),
    rejected(
      'unlike ids in an array',
      'invalid-message-id',
      '[{"id":{"epoch":1,"seq":1},"a":1},{"id":{"epoch":2,"seq":1},"a":2}]',
    ),
    partly('a number among messages', { 1: 'unknown-shape' }, 2, '[{"temp":20.5},17,{"temp":21}]'),
    partly(
      'a bad device among messages',
      { 1: 'invalid-name' },
      2,
      '[{"temp":20.5},{"device":[],"temp":1},{"temp":21}]',
    ),
  ];
}

function counts(): HostilePayload[] {
  const flat = Array.from({ length: 10_001 }, (_, i) => `"m${i}":${i}`).join();
  const messages = Array.from({ length: 10_001 }, () => '{"a":1}').join();
  return [
    rejected('no readings', 'no-readings', '{"readings":[]}'),
    rejected('10,001 readings', 'too-many-readings', `{"readings":[${Array(10_001).fill('{"m":"a","v":1}').join()}]}`),
    rejected('10,001 flat metrics', 'too-many-readings', `{${flat}}`),
    rejected('10,001 messages in an array', 'too-many-readings', `[${messages}]`),
    rejected('10,001 bad readings', 'too-many-readings', `{"readings":[${Array(10_001).fill('{}').join()}]}`),
  ];
}

function columns(): HostilePayload[] {
  const now = '"2999-01-01T00:00:00Z"';
  return [
    rejected('a column shorter than the times', 'unknown-shape', '{"ts":[1,2],"metrics":{"a":[1,2],"b":[1]}}'),
    rejected('a column that is a number', 'unknown-shape', '{"ts":[1],"metrics":{"a":1}}'),
    rejected('columns without times', 'unknown-shape', '{"metrics":{"a":[1]}}'),
    rejected('columns of nulls', 'no-readings', '{"ts":[1,2],"metrics":{"a":[null,null]}}'),
    rejected('columns at impossible times', 'time-too-far-ahead', `{"ts":[${now},null],"metrics":{"a":[1,1]}}`),
  ];
}

function senml(): HostilePayload[] {
  return [
    rejected('a SenML base name that is a number', 'unknown-shape', '[{"n":"a","v":1},{"bn":5,"v":1}]'),
    rejected('a SenML version of the future', 'unknown-shape', '[{"bver":11,"n":"a","v":1}]'),
    rejected('a SenML label that must be understood', 'unknown-shape', '[{"n":"a","v":1,"ct_":"x"}]'),
    partly('a SenML record with two values', { 1: 'invalid-value' }, 1, '[{"n":"a","v":1},{"n":"b","v":1,"vs":"x"}]'),
    partly('a SenML sum that overflows', { 1: 'not-finite' }, 1, '[{"n":"a","v":1},{"bv":1e308,"n":"b","v":1e308}]'),
    partly('a SenML time of 1970', { 1: 'time-too-old' }, 1, '[{"n":"a","v":1},{"n":"b","v":1,"t":300000000}]'),
  ];
}
