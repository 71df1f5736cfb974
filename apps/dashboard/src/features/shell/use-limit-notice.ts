import { useStorage } from '@vueuse/core';
import { computed, watch } from 'vue';
import type { Limit } from '../../services/api/types.ts';
import { useMay } from '../../services/session/use-may.ts';
import { useLimitsInSight } from '../account/use-account-page.ts';
import { useAccount } from '../accounts/use-account.ts';

/** Dismissals that this browser remembers; the oldest are forgotten. */
const MOST_DISMISSED = 200;

/**
 * The limits that the account is near or has reached, without those that were waved away in this browser. One that is over
 * and comes again is shown again.
 */
export function useLimitNotice() {
  const account = useAccount();
  const may = useMay(() => account.value);
  const inSight = useLimitsInSight(
    account,
    computed(() => may('account:read')),
  );
  const dismissed = useStorage<string[]>('hawser.dismissed-limits', []);
  const keyOf = ({ name, level }: Limit) => `${account.value} ${name} ${level}`;
  const shown = computed(() => inSight.value?.filter((limit) => !dismissed.value.includes(keyOf(limit))) ?? []);

  function dismiss(): void {
    dismissed.value = [...dismissed.value, ...shown.value.map(keyOf)].slice(-MOST_DISMISSED);
  }

  watch(
    inSight,
    (limits) => {
      if (limits === null) return;
      const current = new Set(limits.map(keyOf));
      const left = dismissed.value.filter((key) => !key.startsWith(`${account.value} `) || current.has(key));
      if (left.length < dismissed.value.length) dismissed.value = left;
    },
    { immediate: true },
  );

  return { account, shown, dismiss };
}
