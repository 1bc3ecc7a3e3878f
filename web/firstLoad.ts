import { createServer, type Plugin, type Rolldown } from 'vite';
import type * as prerendered from './src/prerendered.ts';

// Chromium then compiles a file's functions while it draws the page, not one by one when they are first called.
const compileHint = '//# allFunctionsCalledOnLoad\n';

const empty = '<div id="app"></div>';

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
      const files = filesOf(bundle);
      if (index?.type !== 'asset' || typeof index.source !== 'string' || !index.source.includes(empty))
        return this.error(`index.html, or ${empty} in it, is missing.`);
      for (const file of files) file.code = compileHint + file.code;
      const source = `(${startOnceDrawn.toString()})(${JSON.stringify(files.map((file) => `/${file.fileName}`))});`;
      const start = this.getFileName(this.emitFile({ type: 'asset', name: 'start.js', source }));
      const page = index.source
        .replace(/^.*<link rel="modulepreload".*\n/gm, '')
        .replace(/(<script type="module".* src=")[^"]+/, `$1/${start}`)
        .replace(empty, `<div id="app">${await signInPage()}</div>`);
      this.emitFile({ type: 'asset', fileName: 'sign-in.html', source: page });
    },
  },
};

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
function startOnceDrawn([entry = '', ...others]: string[]): void {
  requestAnimationFrame(() =>
    setTimeout(() => {
      const links = others.map((href) => Object.assign(document.createElement('link'), { rel: 'modulepreload', href }));
      document.head.append(...links);
      void import(entry);
    }),
  );
}

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
