import type { OidcMapping } from '../../services/api/types.ts';

/** The role of a group as the fields of a form hold it. */
export interface MappingForm {
  group: string;
  role: string;
  reach: 'below' | 'only';
}

export function formOf({ group, role, descendants }: OidcMapping): MappingForm {
  return { group, role, reach: descendants ? 'below' : 'only' };
}

/** What is sent of a form. */
export function mappingOf({ group, role, reach }: MappingForm) {
  return { group: group.trim(), role, descendants: reach === 'below' };
}
