/** What the broker asks about, as JSON or as a form; a field that is missing is empty. */
export interface CallbackBody {
  readonly username: string;
  readonly password: string;
  readonly clientId: string;
  readonly topic: string;
  readonly access: Access | null;
}

/** What somebody wants to do with a topic or filter. */
export type Access = 'read' | 'write' | 'read-write' | 'subscribe';

const ACCESS: Readonly<Record<string, Access>> = { 1: 'read', 2: 'write', 3: 'read-write', 4: 'subscribe' };

/** Reads a callback's body. Whatever is not understood ends as something that nobody may do. */
export function readCallbackBody(body: unknown): CallbackBody {
  const fields = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
  const text = (name: string): string => {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return typeof value === 'string' ? value : '';
  };
  const acc = Object.hasOwn(fields, 'acc') ? fields.acc : undefined;
  return {
    username: text('username'),
    password: text('password'),
    clientId: text('clientid'),
    topic: text('topic'),
    access: typeof acc === 'number' || typeof acc === 'string' ? (ACCESS[acc] ?? null) : null,
  };
}
