import { usePreferredDark, useStorage } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, watch } from 'vue';

export type ThemeChoice = 'system' | 'light' | 'dark';
export type ResolvedTheme = 'light' | 'dark';

/** Also read by `public/theme.js` before the first paint. */
const STORAGE_KEY = 'hawser.theme';
const NEXT_CHOICE: Record<ThemeChoice, ThemeChoice> = { system: 'light', light: 'dark', dark: 'system' };

/** Which theme is shown: the system's unless the person chose one, which is remembered. */
export const useThemeStore = defineStore('theme', () => {
  const choice = useStorage<ThemeChoice>(STORAGE_KEY, 'system');
  const prefersDark = usePreferredDark();

  const theme = computed<ResolvedTheme>(() => {
    if (choice.value === 'light' || choice.value === 'dark') return choice.value;
    return prefersDark.value ? 'dark' : 'light';
  });

  watch(
    theme,
    (value) => {
      document.documentElement.dataset.theme = value;
    },
    { immediate: true },
  );

  function next(): void {
    choice.value = NEXT_CHOICE[choice.value] ?? 'system';
  }

  return { choice, theme, next };
});
