import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CompilerState, Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import { ApiPackage } from '@microsoft/api-extractor-model';

const COMPILER_OPTIONS = {
  target: 'ES2022',
  lib: ['ES2023'],
  module: 'NodeNext',
  moduleResolution: 'NodeNext',
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  noEmit: true,
  types: ['node'],
};

const REPORTED = { default: { logLevel: 'warning', addToApiReportFile: false } };
const IGNORED = { logLevel: 'none', addToApiReportFile: false };

/**
 * Reads the declarations of all entries of `packages`, and returns for each of these packages its entries with the text of their
 * report and their model; and what is wrong with their doc comments. Writes to the folder `work`.
 */
export function extractEntries(packages, work) {
  const missing = packages.flatMap(({ entries }) => entries).find((entry) => !existsSync(entry.declarations));
  if (missing !== undefined) throw new Error(`${missing.declarations} is missing: run 'pnpm build' first`);
  const files = packages.flatMap(({ entries }) => entries.map(({ declarations }) => declarations));
  const prepared = packages.map((each) => ({
    ...each,
    entries: each.entries.map((entry) => ({ ...entry, config: toConfig({ each, entry, files, work }) })),
  }));
  // One program for all entries: it takes a second to make.
  const compilerState = CompilerState.create(prepared[0].entries[0].config, { additionalEntryPoints: files });
  const faults = new Set();
  const extracted = prepared.map((each) => ({
    ...each,
    entries: each.entries.map(({ config, ...entry }) => {
      Extractor.invoke(config, {
        localBuild: true,
        compilerState,
        messageCallback: (message) => collect(message, faults),
      });
      const report = readFileSync(config.reportFilePath, 'utf8');
      return { ...entry, report, model: ApiPackage.loadFromJsonFile(config.apiJsonFilePath).entryPoints[0] };
    }),
  }));
  return { packages: extracted, faults: [...faults] };
}

function toConfig({ each, entry, files, work }) {
  const folder = join(work, each.shortName);
  mkdirSync(folder, { recursive: true });
  return ExtractorConfig.prepare({
    packageJsonFullPath: join(each.folder, 'package.json'),
    configObject: {
      projectFolder: each.folder,
      mainEntryPointFilePath: entry.declarations,
      newlineKind: 'lf',
      compiler: { overrideTsconfig: { compilerOptions: COMPILER_OPTIONS, files } },
      apiReport: {
        enabled: true,
        reportFileName: `${entry.name}.api.md`,
        reportFolder: folder,
        reportTempFolder: join(work, 'temporary', each.shortName),
      },
      // Types that no entry exports are described too: signatures name them.
      docModel: {
        enabled: true,
        apiJsonFilePath: join(folder, `${entry.name}.api.json`),
        includeForgottenExports: true,
      },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: REPORTED,
        tsdocMessageReporting: REPORTED,
        extractorMessageReporting: {
          ...REPORTED,
          'ae-missing-release-tag': IGNORED,
          'ae-forgotten-export': IGNORED,
          // Whole symbols need a comment, which is checked by itself; a member may be clear from its name. Links are resolved
          // among all packages later.
          'ae-undocumented': IGNORED,
          'ae-unresolved-link': IGNORED,
        },
      },
    },
  });
}

/** Adds a message of API Extractor to `faults`, with its place. */
function collect(message, faults) {
  const { category, logLevel, messageId, sourceFilePath: file, sourceFileLine: line, text } = message;
  message.handled = true;
  if (category === 'console' || (logLevel !== 'warning' && logLevel !== 'error')) return;
  if (isThrowsTag(message)) return;
  faults.add(file === undefined ? `${messageId}: ${text}` : `${file}:${line}: ${messageId}: ${text}`);
}

/** Checks whether a message is about `@throws {TypeError}`, which editors understand, but TSDoc does not. */
function isThrowsTag({ messageId, sourceFilePath: file, sourceFileLine: line }) {
  if (messageId !== 'tsdoc-malformed-inline-tag' && messageId !== 'tsdoc-escape-right-brace') return false;
  return /@throws \{[\w.]+\}/.test(readFileSync(file, 'utf8').split('\n')[line - 1]);
}
