import { createServer, type Plugin, type Rolldown } from 'vite';
import type * as prerendered from './src/prerendered.ts';
import { unbroken } from './src/format/typography.ts';
import { accounts } from './src/texts/accounts.ts';
import { failures } from './src/texts/common.ts';

// Chromium then compiles a file's functions while it draws the page, not one by one when they are first called.
const compileHint = '//# allFunctionsCalledOnLoad\n';

/**
 * Makes the first page come sooner: marks the files that every page runs when it is opened, and adds `sign-in.html`. That is `index.html` with
 * the sign-in page in it, whose code is asked for once the page is drawn and can be filled in. A host that does not know it serves `index.html`,
 * and the page comes with the code.
 */
export const firstLoad: Plugin = {
  name: 'first-load',
  apply: 'build',
  generateBundle: {
    order: 'post',
    async handler(_options, bundle) {
      const index = bundle['index.html'];
      if (index?.type !== 'asset') return this.error('index.html is missing.');
      const files = filesOf(bundle);
      for (const file of files) file.code = compileHint + file.code;
      const run = [files.map((file) => `/${file.fileName}`), unbroken(failures.network)].map((value) =>
        JSON.stringify(value),
      );
      const source = `(${startOnceDrawn.toString()})(${run.join(', ')});`;
      const start = this.getFileName(this.emitFile({ type: 'asset', name: 'start.js', source }));
      const page = replaceIn(String(index.source), [
        [/^.*<link rel="modulepreload".*\n/gm, ''],
        [/(?<=<script type="module".* src=")[^"]+/, `/${start}`],
        [/(?<=<title>)/, `${accounts.signInTitle} – `],
        [/(?<=<div id="app">)(?=<\/div>)/, await signInPage()],
      ]);
      this.emitFile({ type: 'asset', fileName: 'sign-in.html', source: page });
    },
  },
};

function replaceIn(page: string, replacements: [RegExp, string][]): string {
  return replacements.reduce((text, [pattern, replacement]) => {
    if (text.search(pattern) < 0) throw new Error(`index.html has no ${pattern}.`);
    return text.replace(pattern, () => replacement);
  }, page);
}

/** The entry, and all that it imports. */
function filesOf(bundle: Rolldown.OutputBundle): Rolldown.OutputChunk[] {
  const found = new Set<Rolldown.OutputChunk>();
  const find = (file: Rolldown.OutputChunk | Rolldown.OutputAsset | undefined): void => {
    if (file?.type !== 'chunk' || found.has(file)) return;
    found.add(file);
    file.imports.forEach((name) => find(bundle[name]));
  };
  find(Object.values(bundle).find((file) => file.type === 'chunk' && file.isEntry));
  return [...found];
}

/** Runs in the browser: asks for all files at once, and starts the first. */
function startOnceDrawn([entry = '', ...others]: string[], failed: string): void {
  requestAnimationFrame(() =>
    setTimeout(() => {
      const links = others.map((href) => Object.assign(document.createElement('link'), { rel: 'modulepreload', href }));
      document.head.append(...links);
      import(entry).catch(() => {
        const notice = { role: 'alert', className: 'card padded', textContent: failed };
        document.querySelector('form')?.prepend(Object.assign(document.createElement('p'), notice));
      });
    }),
  );
}

async function signInPage(): Promise<string> {
  const vite = await createServer({
    mode: 'production',
    appType: 'custom',
    logLevel: 'error',
    server: { middlewareMode: true, ws: false, watch: null },
    // What it would find belongs to the server of `npm run dev`.
    optimizeDeps: { noDiscovery: true, include: [] },
  });
  try {
    const module = await vite.ssrLoadModule('/src/prerendered.ts');
    return await (module as typeof prerendered).signInPage();
  } finally {
    await vite.close();
  }
}
