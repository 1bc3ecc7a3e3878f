import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createServer, type Plugin, type Rolldown } from 'vite';
import type * as prerendered from './src/prerendered.ts';

// Chromium then compiles a file's functions while it draws the page, not one by one when they are first called.
const hint = '//# allFunctionsCalledOnLoad\n';

/** Marks the files that every page runs when it is opened. */
export const compileHint: Plugin = {
  name: 'compile-hint',
  apply: 'build',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      const marked = new Set<Rolldown.OutputChunk>();
      const mark = (file: Rolldown.OutputChunk | Rolldown.OutputAsset | undefined): void => {
        if (file?.type !== 'chunk' || marked.has(file)) return;
        marked.add(file);
        file.imports.forEach((name) => mark(bundle[name]));
      };
      Object.values(bundle).forEach((file) => file.type === 'chunk' && file.isEntry && mark(file));
      for (const file of marked) file.code = hint + file.code;
    },
  },
};

const empty = '<div id="app"></div>';

/**
 * Adds `sign-in.html` to the built site: `index.html` with the sign-in page in it, so that it can be filled in before the site's code has come
 * and started. A host that does not know it serves `index.html`, and the page comes with the code.
 */
export const prerender: Plugin = {
  name: 'prerender',
  apply: 'build',
  async writeBundle({ dir = '' }) {
    const page = await readFile(join(dir, 'index.html'), 'utf8');
    if (!page.includes(empty)) this.error(`index.html has no ${empty}.`);
    await writeFile(join(dir, 'sign-in.html'), page.replace(empty, `<div id="app">${await signInPage()}</div>`));
  },
};

async function signInPage(): Promise<string> {
  const vite = await createServer({
    server: { middlewareMode: true, ws: false },
    appType: 'custom',
    logLevel: 'error',
  });
  try {
    const module = await vite.ssrLoadModule('/src/prerendered.ts');
    return await (module as typeof prerendered).signInPage();
  } finally {
    await vite.close();
  }
}
