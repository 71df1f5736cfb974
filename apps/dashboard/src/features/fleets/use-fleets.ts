import { useQuery } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import { answerOf, taggedAnswerOf, useApi } from '../../services/api/client.ts';
import { keys } from '../../services/api/query-keys.ts';
import type { Fleet } from '../../services/api/types.ts';
import { useChange } from '../../services/api/use-change.ts';
import { useEdited } from '../../services/api/use-edited.ts';
import { useChoices, useListPage } from '../../services/api/use-list.ts';

function useFleetList(account: Ref<string>) {
  const api = useApi();
  return (query: { limit: number; cursor?: string }) =>
    answerOf(api.GET('/v1/{account}/fleets', { params: { path: { account: account.value }, query } }));
}

/** One page of the fleets of the account. */
export function useFleetPage(account: Ref<string>, cursor: Ref<string | null>) {
  return useListPage(() => keys.fleets(account.value), cursor, useFleetList(account));
}

/** The fleets of an account that a grant can be limited to. */
export function useFleetChoices(account: Ref<string>) {
  return useChoices(() => keys.fleets(account.value), useFleetList(account));
}

/** One fleet. */
export function useFleet(account: Ref<string>, fleet: Ref<string>) {
  const api = useApi();
  return useQuery({
    queryKey: computed(() => keys.fleet(account.value, fleet.value)),
    queryFn: () => {
      const params = { path: { account: account.value, fleet: fleet.value } };
      return answerOf(api.GET('/v1/{account}/fleets/{fleet}', { params }));
    },
  });
}

/** One page of the agents of a fleet. */
export function useFleetAgentPage(account: Ref<string>, fleet: Ref<string>, cursor: Ref<string | null>) {
  const api = useApi();
  return useListPage(
    () => keys.fleetAgents(account.value, fleet.value),
    cursor,
    (query) => {
      const params = { path: { account: account.value, fleet: fleet.value }, query };
      return answerOf(api.GET('/v1/{account}/fleets/{fleet}/agents', { params }));
    },
  );
}

/** Creates a fleet without agents. */
export function useCreateFleet(account: Ref<string>) {
  const api = useApi();
  return useChange(
    (body: { name: string; description: string }) =>
      answerOf(api.POST('/v1/{account}/fleets', { params: { path: { account: account.value } }, body })),
    () => [keys.fleets(account.value)],
  );
}

/** A fleet as a form edits it. */
export function useEditedFleet(account: Ref<string>, fleet: string, fill: (fleet: Fleet) => void) {
  const api = useApi();
  const path = { account: account.value, fleet };
  return useEdited(() => taggedAnswerOf(api.GET('/v1/{account}/fleets/{fleet}', { params: { path } })), fill);
}

/** Changes a fleet, unless somebody did since it was read. */
export function useUpdateFleet(account: Ref<string>) {
  const api = useApi();
  return useChange(
    ({ fleet, etag, description }: { fleet: string; etag: string; description: string }) => {
      const params = { path: { account: account.value, fleet }, header: { 'if-match': etag } };
      return answerOf(api.PATCH('/v1/{account}/fleets/{fleet}', { params, body: { description } }));
    },
    () => [keys.fleets(account.value)],
  );
}

/** Deletes a fleet; its agents stay. */
export function useDeleteFleet(account: Ref<string>) {
  const api = useApi();
  return useChange(
    (fleet: string) =>
      answerOf(api.DELETE('/v1/{account}/fleets/{fleet}', { params: { path: { account: account.value, fleet } } })),
    () => [keys.fleets(account.value), keys.users(account.value)],
  );
}

/** Puts agents into a fleet. */
export function useAddAgents(account: Ref<string>, fleet: Ref<string>) {
  const api = useApi();
  return useChange(
    (agents: string[]) => {
      const params = { path: { account: account.value, fleet: fleet.value } };
      return answerOf(api.POST('/v1/{account}/fleets/{fleet}/agents', { params, body: { agents } }));
    },
    () => [keys.fleets(account.value)],
  );
}

/** Takes an agent out of a fleet. */
export function useRemoveAgent(account: Ref<string>, fleet: Ref<string>) {
  const api = useApi();
  return useChange(
    (agent: string) => {
      const params = { path: { account: account.value, fleet: fleet.value, agent } };
      return answerOf(api.DELETE('/v1/{account}/fleets/{fleet}/agents/{agent}', { params }));
    },
    () => [keys.fleets(account.value)],
  );
}
