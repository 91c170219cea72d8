import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import express, { Router } from 'express';

/** Where OpenUI5 is installed: the workspace of what is too large for the others. */
const COMPAT = new URL('../../../compat/', import.meta.url);

const PACKAGES = ['sap.ui.core', 'sap.m', 'sap.ui.layout', 'sap.ui.unified', 'themelib_sap_horizon'];

/** The part of less-openui5 that is used here. */
interface ThemeCompiler {
  readonly Builder: new () => {
    build(options: object): Promise<{ readonly css: string }>;
  };
}

/**
 * Creates the routes of OpenUI5, from the sources in its packages. Scripts are served as they are; the stylesheet of a library is
 * compiled when it is first requested. Without the packages, each request is answered with 404.
 */
export function ui5Resources(): Router {
  const router = Router();
  const folders = PACKAGES.map((name) =>
    fileURLToPath(new URL(`node_modules/@openui5/${name}/src`, COMPAT)),
  ).filter((folder) => existsSync(folder));

  const stylesheets = new Map<string, Promise<string>>();
  router.get(/^\/([\w/]+\/themes\/\w+)\/library\.css$/, async (req, res) => {
    const [theme = ''] = Object.values(req.params);
    const stylesheet = stylesheets.get(theme) ?? compile(theme, folders);
    stylesheets.set(theme, stylesheet);
    res.type('text/css').send(await stylesheet);
  });

  // A file that the packages lack. OpenUI5 needs nothing of it, but logs an error without it.
  router.get('/sap-ui-version.json', (_req, res) => {
    res.json({ libraries: [] });
  });
  for (const folder of folders) router.use(express.static(folder, { maxAge: '1h' }));
  return router;
}

/** Returns the stylesheet of `sap/m/themes/sap_horizon`. */
async function compile(theme: string, folders: readonly string[]): Promise<string> {
  const { Builder } = createRequire(COMPAT)('less-openui5') as ThemeCompiler;
  const [library = ''] = theme.split('/themes/');
  const { css } = await new Builder().build({
    lessInputPath: `${theme}/library.source.less`,
    rootPaths: folders,
    library: { name: library.replaceAll('/', '.') },
  });
  return css;
}
