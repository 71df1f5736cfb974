import type { Permission } from '../../services/api/types.ts';

/** Actions in the order of their columns; others follow. */
const ACTION_ORDER = ['read', 'write', 'delete', 'execute', 'connect'];

export interface MatrixRow {
  readonly domain: string;
  /** One for each column; null where the action does not exist in the domain. */
  readonly cells: readonly (string | null)[];
}

export interface PermissionMatrix {
  readonly actions: readonly string[];
  readonly rows: readonly MatrixRow[];
}

/** Permissions as a table: a row for each domain, in the order of the list, and a column for each action. */
export function matrixOf(permissions: readonly string[]): PermissionMatrix {
  const known = new Set(permissions);
  const domains = [...new Set(permissions.map((permission) => parts(permission).domain))];
  const used = new Set(permissions.map((permission) => parts(permission).action));
  const actions = [...new Set([...ACTION_ORDER, ...used])].filter((action) => used.has(action));
  const cell = (domain: string, action: string) => {
    const permission = `${domain}:${action}`;
    return known.has(permission) ? permission : null;
  };
  return { actions, rows: domains.map((domain) => ({ domain, cells: actions.map((action) => cell(domain, action)) })) };
}

/** Permissions of which one is put in or taken out, in the order of the catalogue. */
export function toggled(catalogue: readonly string[], chosen: readonly string[], permission: string): Permission[] {
  const isIn = (each: string) => (each === permission ? !chosen.includes(each) : chosen.includes(each));
  return catalogue.filter((each): each is Permission => isIn(each));
}

function parts(permission: string): { domain: string; action: string } {
  const [domain = '', action = ''] = permission.split(':');
  return { domain, action };
}
