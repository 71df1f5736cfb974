import { useStorage } from '@vueuse/core';
import type { RemovableRef } from '@vueuse/core';

/** Name of the account that was looked at last, remembered in this browser; empty at first. */
export function useLastAccount(): RemovableRef<string> {
  return useStorage('hawser.account', '');
}
