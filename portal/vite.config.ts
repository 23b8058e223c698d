import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Two pages: the portal at `/` and the API reference at `/api/docs/`. The server writes a fresh
// nonce into both, so nothing may be inlined that it does not know of.
export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: { input: ['index.html', 'docs.html'] },
  },
  server: { proxy: { '/api/v2': 'http://127.0.0.1:8080' } },
});
