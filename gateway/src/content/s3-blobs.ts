import { AwsClient } from 'aws4fetch';
import type { BlobEntry, Blobs } from './blobs';
import { ContentError } from './content-error';

/** Where a bucket is and who may use it. */
export interface S3Settings {
  /** https://host:port; the bucket is the first part of the path. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  /** Before every name, as `contents/`; none unless told. */
  readonly prefix?: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Milliseconds until a request counts as unanswered; 30 000 unless told. */
  readonly timeout?: number;
}

/** Tries again after a fault of the server's; aws4fetch waits longer each time. */
const RETRIES = 3;
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/**
 * Blobs as objects of a bucket, by plain signed requests: put, get, list, delete, which every S3-like store has. The
 * bucket sets its own quota. It must not keep versions, or what is erased stays.
 */
export class S3Blobs implements Blobs {
  readonly #client: AwsClient;
  readonly #root: string;

  constructor(private readonly settings: S3Settings) {
    const { accessKeyId, secretAccessKey, region, endpoint, bucket } = settings;
    this.#client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: RETRIES });
    this.#root = `${endpoint.replace(/\/$/, '')}/${bucket}`;
  }

  async put(name: string, bytes: Uint8Array, digest: string): Promise<void> {
    // The digest is signed, and the store refuses other bytes.
    const headers = { 'X-Amz-Content-Sha256': digest, 'Content-Type': 'application/octet-stream' };
    await (await this.#ask('PUT', this.#path(name), { body: bytes as Uint8Array<ArrayBuffer>, headers })).text();
  }

  async get(name: string): Promise<Uint8Array | undefined> {
    const response = await this.#ask('GET', this.#path(name));
    if (response.status === 404) return isAbsent(await response.text());
    return new Uint8Array(await response.arrayBuffer());
  }

  async list(folder?: string): Promise<readonly BlobEntry[]> {
    const { prefix = '' } = this.settings;
    const entries: BlobEntry[] = [];
    let token: string | undefined;
    do {
      const query = new URLSearchParams({
        'list-type': '2',
        prefix: folder === undefined ? prefix : `${prefix}${folder}/`,
      });
      if (token !== undefined) query.set('continuation-token', token);
      const response = await this.#ask('GET', `?${query.toString()}`);
      const page = await response.text();
      if (response.status === 404) isAbsent(page);
      for (const [, object = ''] of page.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
        const name = element(object, 'Key') ?? '';
        entries.push({
          name: name.slice(prefix.length),
          size: Number(element(object, 'Size')),
          modified: Date.parse(element(object, 'LastModified') ?? ''),
        });
      }
      token = element(page, 'IsTruncated') === 'true' ? element(page, 'NextContinuationToken') : undefined;
    } while (token !== undefined);
    return entries;
  }

  async delete(name: string): Promise<void> {
    await (await this.#ask('DELETE', this.#path(name))).text();
  }

  /** Whether the bucket keeps what is deleted; undefined where it does not say so to this key. */
  async keepsVersions(): Promise<boolean | undefined> {
    try {
      const answer = await (await this.#ask('GET', '?versioning')).text();
      return /<VersioningConfiguration/.test(answer) ? element(answer, 'Status') === 'Enabled' : undefined;
    } catch (error) {
      if (error instanceof ContentError) return undefined;
      throw error;
    }
  }

  /** What S3 has answered to is kept. */
  async settle(): Promise<void> {
    // Nothing to wait for.
  }

  #path(name: string): string {
    return `/${this.settings.prefix ?? ''}${name}`;
  }

  async #ask(method: string, path: string, more: RequestInit = {}): Promise<Response> {
    const signal = AbortSignal.timeout(this.settings.timeout ?? 30_000);
    const headers = { 'X-Amz-Content-Sha256': EMPTY, ...more.headers };
    const response = await this.#client
      .fetch(this.#root + path, { ...more, method, headers, signal })
      .catch((cause: unknown) => {
        throw new ContentError('away', 'the S3 store cannot be reached', [], { cause });
      });
    if (response.ok || (response.status === 404 && method !== 'PUT')) return response;
    throw refusal(response.status, element(await response.text(), 'Code'));
  }
}

function refusal(status: number, code = 'no reason'): ContentError {
  const reason = `the S3 store answers ${String(status)} (${code})`;
  if (status === 507 || code === 'QuotaExceeded') return new ContentError('full', reason);
  return new ContentError(status >= 500 || status === 429 ? 'away' : 'refused', reason);
}

/** A missing object is an answer; a missing bucket is a fault. */
function isAbsent(answer: string): undefined {
  if (element(answer, 'Code') === 'NoSuchBucket') throw refusal(404, 'NoSuchBucket');
  return undefined;
}

/** Text of an XML element. Names of blobs and tokens of a list hold nothing that XML would escape but `&`. */
const element = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]?.replaceAll('&amp;', '&');
