import type { Permission } from '../../services/api/types.ts';
import type { IconName } from '../../ui/icons.ts';

/** An entry of the navigation. */
export interface NavPage {
  /** Name of its route. */
  readonly name: string;
  readonly label: string;
  readonly icon: IconName;
  /** Routes that belong to it: a page about one thing belongs to the list that it is in. */
  readonly of: readonly string[];
  /** Without it the entry is left out. */
  readonly permission?: Permission;
  /** About the whole installation: for users of the root account only. */
  readonly ofRoot?: true;
}

/** What is known of who looks. */
export interface Onlooker {
  readonly may: (permission: Permission) => boolean;
  /** Whether they are a user of the root account. */
  readonly isOfRoot: boolean;
}

export const MAIN_PAGES: readonly NavPage[] = [
  { name: 'overview', label: 'Overview', icon: 'overview', of: ['overview'] },
  { name: 'agents', label: 'Agents', icon: 'agents', of: ['agents', 'agent'] },
  { name: 'fleets', label: 'Fleets', icon: 'fleet', of: ['fleets', 'fleet'], permission: 'agent:read' },
  { name: 'dead-letters', label: 'Dead letters', icon: 'mail', of: ['dead-letters', 'dead-letter'] },
];

export interface AdministrationPage extends NavPage {
  /** What the page is for. */
  readonly lead: string;
}

export const ADMINISTRATION_PAGES: readonly AdministrationPage[] = [
  {
    ...{ name: 'account', label: 'Account', icon: 'account', of: ['account'], permission: 'account:read' },
    lead: 'What the account may use, its settings, and the accounts below it.',
  },
  {
    ...{ name: 'users', label: 'Users', icon: 'users', of: ['users'], permission: 'user:read' },
    lead: 'People who sign in, what was granted to them, and invitations.',
  },
  {
    ...{ name: 'roles', label: 'Roles', icon: 'shield', of: ['roles'], permission: 'role:read' },
    lead: 'Named sets of permissions that can be granted.',
  },
  {
    ...{
      name: 'single-sign-on',
      label: 'Single sign-on',
      icon: 'door',
      of: ['single-sign-on'],
      permission: 'user:read',
    },
    lead: 'What the groups of an identity provider may do.',
  },
  {
    ...{ name: 'tokens', label: 'API tokens', icon: 'key', of: ['tokens'], permission: 'token:read' },
    lead: 'With them programs act for a user.',
  },
  {
    ...{ name: 'audit', label: 'Audit', icon: 'list', of: ['audit'], permission: 'audit:read' },
    lead: 'Who changed what, and who tried to.',
  },
  {
    ...{
      name: 'installation',
      label: 'Installation',
      icon: 'server',
      of: ['installation'],
      permission: 'licence:read',
    },
    ...{ ofRoot: true, lead: 'Version and licence of what runs here.' },
  },
];

/** The entries that somebody sees. */
export function visiblePages<Page extends NavPage>(pages: readonly Page[], { may, isOfRoot }: Onlooker): Page[] {
  return pages.filter(({ permission, ofRoot }) => {
    return (ofRoot !== true || isOfRoot) && (permission === undefined || may(permission));
  });
}
