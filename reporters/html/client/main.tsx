/** Starts the page on the data that stands in it. */
import { render } from 'preact';
import type { PageData } from '../page-data.ts';
import './page.css';
import './trial-view.css';
import './compare-view.css';
import { App } from './app.tsx';

const data = JSON.parse(document.getElementById('data')!.textContent!) as PageData;
render(<App {...data} />, document.getElementById('app')!);
