import type { RemovableRef } from '@vueuse/core';
import { useStorage } from '@vueuse/core';

/** Name of the account that was looked at last, remembered in this browser; empty at first. */
export function useLastAccount(): RemovableRef<string> {
  return useStorage('hawser.account', '');
}
