import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

// Two pages: the portal at `/` and the API reference at `/api/docs/`. The server writes a fresh
// nonce into both, so nothing may be inlined that it does not know of.
export default defineConfig({
  plugins: [react(), announceStart()],
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: { input: ['index.html', 'docs.html'] },
  },
  server: { proxy: { '/api/v2': 'http://127.0.0.1:8080' } },
  test: { setupFiles: ['src/text/for-tests.ts'] },
});

/**
 * A page runs `start.tsx` once its words are there. Its HTML names the chunks of it, so that the
 * browser fetches them beside the words and not after them.
 */
function announceStart(): Plugin {
  return {
    name: 'announce-start',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {}, chunk }) {
        const chunkOf = (name: string) => (bundle[name]?.type === 'chunk' ? bundle[name] : undefined);
        const start = chunk?.dynamicImports.find((name) => chunkOf(name)?.name === 'start');
        if (!start) return [];
        const known = new Set(chunk?.imports);
        const files = [start, ...chunkOf(start)?.imports ?? []].filter((name) => !known.has(name) && name !== chunk?.fileName);
        return files.map((name) => ({ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: true, href: `/${name}` }, injectTo: 'head' }));
      },
    },
  };
}
