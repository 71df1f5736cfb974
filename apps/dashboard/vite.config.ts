import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

const API_ORIGIN = 'http://127.0.0.1:3002';

export default defineConfig({
  plugins: [vue()],
  build: {
    target: 'es2022',
    reportCompressedSize: false,
    // The content security policy allows files of our own origin only, so nothing is inlined as a data URL.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  server: {
    proxy: { '/v1': { target: API_ORIGIN, ws: true, changeOrigin: true } },
  },
});
