import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { transform } from '@swc/core';
import { createParty, CONTEXT, text, type Party } from '../test/support.ts';
import { isProven, open, openAttachment, seal, sealAttachment, drawAttachmentSecret, sendAttachment } from './index.ts';
import type { AttachmentReference, Envelope, KeyRegistration, PublicKey } from './index.ts';

const BROWSERS = [
  process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const BROWSER = BROWSERS.find(existsSync);
const CONTENT = '{"note":"sealed in Node: é"}';
const REGISTRATION: KeyRegistration = { channel: 'rx', owner: 'HospitalMSP:p-1', use: 'encryption', version: 1 };

/** What the page does with the library, as it would on a patient's own device. */
const PAGE = `<!doctype html><script type="importmap">{"imports":{
  "jose":"/jose/index.js","#platform":"/src/platform/web.ts","@rxledger/client":"/src/index.ts"}}</script>
<script type="module">
  const answer = (value) => fetch('/result', { method: 'POST', body: JSON.stringify(value) });
  try {
    const rx = await import('@rxledger/client');
    const task = await (await fetch('/task')).json();
    const key = await rx.generateKey();
    const holder = await rx.KeyInMemory.from(task.privateKey);
    const opened = new TextDecoder().decode(await rx.open(task.envelope, task.context, holder));
    const wraps = await rx.wrapFor(task.envelope, holder, [rx.publicKeyOf(key)]);
    const again = await rx.open(rx.withWraps(task.envelope, wraps), task.context, await rx.KeyInMemory.from(key));
    let size = 0;
    const sealed = (await fetch('/attachment')).body;
    for await (const part of rx.openAttachment(sealed, task.attachment)) size += part.length;
    const tampered = await rx.open({ ...task.envelope, tag: 'AAAAAAAAAAAAAAAAAAAAAA' }, task.context, holder).catch((e) => e.kind);
    const parts = [];
    const secret = rx.drawAttachmentSecret();
    const summary = await rx.sendAttachment(new Blob(['from the browser']).stream(), secret, async ({ bytes }) => parts.push([...bytes]));
    await answer({
      opened, again: new TextDecoder().decode(again), size, tampered,
      publicKey: rx.publicKeyOf(key), proof: await rx.prove(key, task.registration),
      envelope: await rx.seal(new TextEncoder().encode('sealed in the browser'), task.context, [task.publicKey]),
      attachment: { secret, size: summary.size, digest: summary.digest }, parts,
    });
  } catch (error) { await answer({ error: String(error && error.stack) }); }
</script>`;

interface Result {
  readonly error?: string;
  readonly opened: string;
  readonly again: string;
  readonly size: number;
  readonly tampered: string;
  readonly publicKey: PublicKey;
  readonly proof: string;
  readonly envelope: Envelope;
  readonly attachment: AttachmentReference;
  readonly parts: readonly (readonly number[])[];
}

const from = async function* (...pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void> {
  yield* pieces;
};

async function body(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}

/** The sources themselves, with their types taken off: what runs in the browser is what runs in Node. */
async function script(path: string): Promise<string> {
  if (path.startsWith('/jose/')) {
    return readFile(join(dirname(require.resolve('jose')), normalize(path.slice('/jose/'.length))), 'utf8');
  }
  const source = await readFile(join(__dirname, normalize(path.slice('/src/'.length))), 'utf8');
  const jsc = { target: 'es2022', parser: { syntax: 'typescript' } } as const;
  return (await transform(source, { jsc, module: { type: 'es6' } })).code;
}

const inBrowser = BROWSER === undefined ? describe.skip : describe;

inBrowser(
  `the client library in a browser${BROWSER === undefined ? ' (no Chromium: set CHROMIUM to its path)' : ''}`,
  () => {
    const plain = Buffer.alloc(1_500_000, 7);
    let party: Party;
    let server: Server;
    let browser: ChildProcess;
    let profile: string;
    let result: Result;

    beforeAll(async () => {
      party = await createParty();
      const secret = drawAttachmentSecret();
      const { size, digest } = await sendAttachment(from(plain), secret, async () => undefined);
      const task = JSON.stringify({
        privateKey: party.privateKey,
        publicKey: party.publicKey,
        context: CONTEXT,
        registration: REGISTRATION,
        attachment: { secret, size, digest },
        envelope: await seal(Buffer.from(CONTENT), CONTEXT, [party.publicKey]),
      });
      let give: (value: Result) => void;
      const given = new Promise<Result>((resolve) => (give = resolve));
      server = createServer((request, response) => {
        void (async () => {
          const path = request.url ?? '/';
          if (path === '/result') give(JSON.parse(await body(request)) as Result);
          if (path === '/attachment') {
            for await (const { bytes } of sealAttachment(from(plain), secret)) response.write(bytes);
          } else if (path.startsWith('/src/') || path.startsWith('/jose/')) {
            response.setHeader('Content-Type', 'text/javascript').write(await script(path));
          } else {
            response.setHeader('Content-Type', path === '/' ? 'text/html' : 'application/json');
            response.write(path === '/' ? PAGE : task);
          }
          response.end();
        })().catch((error: unknown) => response.writeHead(500).end(String(error)));
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      profile = await mkdtemp(join(tmpdir(), 'browser-'));
      const quiet = [
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
      ];
      const options = ['--headless', '--no-sandbox', '--disable-sync', `--user-data-dir=${profile}`, ...quiet];
      const { port } = server.address() as AddressInfo;
      // A DevTools port keeps a headless browser open until it is told to go.
      const address = `http://127.0.0.1:${String(port)}/`;
      browser = spawn(BROWSER!, [...options, '--remote-debugging-port=0', address], { stdio: 'ignore' });
      result = await given;
    }, 60_000);

    afterAll(async () => {
      if (browser?.exitCode === null) {
        browser.kill();
        await once(browser, 'exit');
      }
      server.close();
      server.closeAllConnections();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    });

    it('opens what was sealed in Node, and wraps it for another key', () => {
      expect(result.error).toBeUndefined();
      expect(result).toMatchObject({ opened: CONTENT, again: CONTENT, tampered: 'tampered', size: plain.length });
    });

    it('seals what opens in Node', async () => {
      expect(text(await open(result.envelope, CONTEXT, party.holder))).toBe('sealed in the browser');
    });

    it('proves possession of a key it made', async () => {
      await expect(isProven(result.publicKey, REGISTRATION, result.proof)).resolves.toBe(true);
    });

    it('seals an attachment that opens in Node', async () => {
      const sealed = from(...result.parts.map((part) => Uint8Array.from(part)));
      let opened = '';
      for await (const part of openAttachment(sealed, result.attachment)) opened += text(part);
      expect(opened).toBe('from the browser');
    });
  },
);
