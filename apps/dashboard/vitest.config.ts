import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [vue()],
  test: {
    name: 'dashboard',
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
    maxWorkers: 2,
    sequence: { groupOrder: 1 },
    // Making the simulated browser and the component library anew for each file took ten times as long as the tests.
    isolate: false,
  },
});
