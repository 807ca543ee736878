/** Starts the page on the data that stands in it. */
import { render } from 'preact';
import { type PackedTrials, unpackTrials } from '../packed-trials.ts';
import type { PageData } from '../page-data.ts';
import './page.css';
import './trial-view.css';
import './compare-view.css';
import { App } from './app.tsx';

type StoredData = Omit<PageData, 'trials'> & { trials: PackedTrials };
const data = JSON.parse(document.getElementById('data')!.textContent!) as StoredData;
render(<App {...data} trials={unpackTrials(data.trials)} />, document.getElementById('app')!);
