// OpenUI5 is large, so it is not installed together with the example. Without it, the page says what to run.
if (globalThis.sap === undefined) {
  document.getElementById('page').innerHTML = `
    <main style="max-width: 40rem; margin: 3rem auto; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif">
      <h1>People and orders</h1>
      <p>This page needs OpenUI5, which is not installed. From the root of the repository, run</p>
      <pre>npx --yes pnpm@12.21.0 --dir compat install</pre>
      <p>and start the example again. The <a href="odata/">OData service</a> and <a href="batch/console/">the console</a>
      work without it.</p>
    </main>`;
}
