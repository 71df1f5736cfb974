/** MQTT 5 section 2.4, those that a bridge may be answered with. */
const REASONS: Readonly<Record<number, string>> = {
  128: 'unspecified error',
  129: 'malformed packet',
  130: 'protocol error',
  131: 'implementation specific error',
  132: 'the broker does not speak MQTT 5',
  133: 'client identifier not valid',
  134: 'bad user name or password',
  135: 'not authorised',
  136: 'server unavailable',
  137: 'server busy',
  138: 'banned',
  139: 'server shutting down',
  140: 'bad authentication method',
  141: 'keep-alive timeout',
  142: 'session taken over: another bridge has the same name; give each its own HAWSER_BRIDGE_NAME',
  143: 'topic filter invalid',
  147: 'receive maximum exceeded',
  149: 'packet too large',
  151: 'quota exceeded',
  152: 'administrative action',
  155: 'QoS not supported',
  156: 'use another server',
  157: 'server moved',
  158: 'shared subscriptions not supported',
  159: 'connection rate exceeded',
  161: 'subscription identifiers not supported',
  162: 'wildcard subscriptions not supported',
};

/** From here on a reason code means failure. */
export const FIRST_FAILURE = 128;

/** Says in words what the broker answered. */
export function reasonText(code: number): string {
  return `${REASONS[code] ?? 'unknown reason'} (0x${code.toString(16)})`;
}
