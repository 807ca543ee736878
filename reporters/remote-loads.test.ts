import { expect, test } from 'vitest';
import { remoteLoads } from './remote-loads.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

test.each([
  ['a script', '<script async src="https://a.example/x.js"></script>'],
  ['a script without quotes', '<script src=//a.example/x.js></script>'],
  ['a style sheet', "<link rel='stylesheet' href='https://a.example/x.css'>"],
  ['an image', '<img alt="a > b" src="http://a.example/p.gif">'],
  ['a source set', '<img srcset="data:image/png;base64,AA 1x, https://a.example/2.png 2x">'],
  ['a frame', '<iframe SRC="https://a.example"></iframe>'],
  ['an SVG image', '<svg><image xlink:href="https://a.example/x.svg"/></svg>'],
  ['a font in CSS', '<style>@font-face { src: url("https://a.example/f.woff2") }</style>'],
  ['an import in CSS', '<style>@import "https://a.example/x.css";</style>'],
  ['a fetch', '<script>fetch("https://a.example/beacon")</script>'],
  ['a socket', '<script>new WebSocket(`wss://a.example`)</script>'],
  ['a request', '<script>x.open("GET", "https://a.example/x")</script>'],
  ['an image made by a script', '<script>new Image().src = "https://a.example/x"</script>'],
  [
    'a fetch in a data: script',
    `<script src="data:text/javascript;base64,${base64('fetch("https://a.example")')}"></script>`,
  ],
  [
    'a font in a data: style sheet',
    `<link href="data:text/css;base64,${base64('a{b:url(https://a.example/f)}')}">`,
  ],
  ['an analytics service put together elsewhere', '<script>load("www.googletagmanager.com")</script>'],
])('finds %s', (_, html) => {
  expect(remoteLoads(html)).not.toEqual([]);
});

test('leaves alone what loads nothing: name spaces, links to click, data:, and addresses in text', () => {
  const html = `<svg xmlns="http://www.w3.org/2000/svg"></svg>
    <a href="https://docs.example">docs</a> see https://docs.example
    <img src="data:image/png;base64,AA"><link rel="icon" href="data:,">
    <script>const docs = "https://docs.example"; // url(local)
    </script>`;
  expect(remoteLoads(html)).toEqual([]);
});
