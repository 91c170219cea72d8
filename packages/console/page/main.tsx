import { render } from 'preact';
import { App } from './app.js';
import { readPageConfig } from './page-config.js';

render(<App config={readPageConfig()} />, document.getElementById('page') ?? document.body);
