import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type Plugin } from 'vitest/config';
import { firstLoad } from './firstLoad.ts';
import { unbroken } from './src/format/typography.ts';
import { page } from './src/texts/page.ts';

const api = `http://localhost:${process.env.PORT ?? '7071'}`;

// The page itself speaks French as well: its words come from the catalogue.
const pageTexts: Plugin = {
  name: 'page-texts',
  transformIndexHtml: (html) => html.replace('%TITLE%', page.title).replace('%NO_SCRIPT%', page.noScript),
};

// To JavaScript such a space is as good as any other: what is no text stays what it was.
const frenchSpaces: Plugin = {
  name: 'french-spaces',
  transform: (code, id) => (id.includes('/src/texts/') ? unbroken(code) : null),
};

export default defineConfig({
  // No component is written in the older way, whose code would be a part of the first load.
  plugins: [vue({ features: { optionsAPI: false } }), pageTexts, frenchSpaces, firstLoad],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2022',
    assetsDir: 'static',
    // The Content-Security-Policy knows files of this origin alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    port: Number(process.env.WEB_PORT ?? '5173'),
    strictPort: true,
    proxy: { '/api': api, '/local': api },
  },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts', 'tests/**/*.test.ts'] },
});
