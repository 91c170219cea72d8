import { expect, test } from '@jest/globals';
import { compilePrograms } from '../../test/docs/compile-programs.js';
import { readPage } from '../../test/docs/read-page.js';
import { testPage } from '../../test/docs/run-page.js';

testPage('docs/recipes/nestjs.md', {
  folder: new URL('./', import.meta.url),
  // Nest logs, and resolves with nothing when it listens: its server is what the test waits for and closes.
  prepare: (program) =>
    program
      .replace('(AppModule)', '(AppModule, { logger: false })')
      .replace('(AlbumsModule)', '(AlbumsModule, { logger: false })')
      .replace('new FastifyAdapter())', 'new FastifyAdapter(), { logger: false })')
      .replace(
        'await app.listen(3000);',
        'await app.init();\nawait app.getHttpAdapter().getInstance().ready?.();\nconst http = app.getHttpServer();\nhttp.listen(3000);',
      ),
});

test('its programs compile', () => {
  const { status, stdout } = compilePrograms(
    [readPage('docs/recipes/nestjs.md')],
    new URL('.programs/', import.meta.url),
    {
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      erasableSyntaxOnly: false,
    },
  );
  expect([status, stdout]).toEqual([0, '']);
});
