const DEFAULT_LIMIT = 100;

export interface PageRequest {
  readonly limit: number;
  readonly cursor: string | null;
}

/** Reads the paging part of a list's query. */
export function pageRequest(query: { limit?: number; cursor?: string }): PageRequest {
  return { limit: query.limit ?? DEFAULT_LIMIT, cursor: query.cursor ?? null };
}

/** Writes a page of a repository as a list answers it. */
export function pageBody<Item, Body>(
  page: { readonly items: readonly Item[]; readonly nextCursor: string | null },
  toBody: (item: Item) => Body,
): { items: Body[]; next_cursor: string | null } {
  return { items: page.items.map(toBody), next_cursor: page.nextCursor };
}
