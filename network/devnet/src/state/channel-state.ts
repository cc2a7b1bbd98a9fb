import { type Retention, VersionedMap } from './versioned-map';

/**
 * The state of one channel: what all organisations share (public values, hashes of private ones) and what each holds
 * for itself (clear private values).
 */
export class ChannelState {
  private readonly publicMaps: Map<string, VersionedMap>;
  private readonly hashedMaps: Map<string, Map<string, VersionedMap>>;
  private readonly privateMaps: Map<string, Map<string, VersionedMap>>;
  private readonly readers = new Map<number, number>();

  constructor(from?: ChannelState) {
    this.publicMaps = copied(from?.publicMaps);
    this.hashedMaps = copiedTwice(from?.hashedMaps);
    this.privateMaps = copiedTwice(from?.privateMaps);
  }

  /** The same state, on its own from now on and without readers. */
  copy(): ChannelState {
    return new ChannelState(this);
  }

  /** Public values of a namespace, all versions. */
  publicMap(namespace: string): VersionedMap {
    return mapIn(this.publicMaps, namespace, true, 'all');
  }

  /** SHA-256 of private values by `bytesKey` of the key's SHA-256; all versions, for a purge has to find them. */
  hashedMap(namespace: string, collection: string): VersionedMap {
    return mapIn(inner(this.hashedMaps, namespace), collection, false, 'all');
  }

  /** Clear private values as `mspId` holds them; only versions that can still be read. */
  privateMap(mspId: string, namespace: string, collection: string): VersionedMap {
    return mapIn(inner(this.privateMaps, `${mspId}\u0000${namespace}`), collection, true, 'recent');
  }

  namespaces(): string[] {
    return [...this.publicMaps.keys()];
  }

  /** Announces a reader at `height`; the returned function takes it back. */
  startReading(height: number): () => void {
    this.readers.set(height, (this.readers.get(height) ?? 0) + 1);
    let reading = true;
    return () => {
      if (!reading) return;
      reading = false;
      const left = (this.readers.get(height) ?? 1) - 1;
      if (left === 0) this.readers.delete(height);
      else this.readers.set(height, left);
    };
  }

  /** The lowest height a reader still uses; `height` where there is none. */
  oldestReader(height: number): number {
    let oldest = height;
    for (const reader of this.readers.keys()) oldest = Math.min(oldest, reader);
    return oldest;
  }
}

const copied = (maps: Map<string, VersionedMap> = new Map()): Map<string, VersionedMap> =>
  new Map([...maps].map(([name, map]) => [name, map.copy()]));

const copiedTwice = (
  maps: Map<string, Map<string, VersionedMap>> = new Map(),
): Map<string, Map<string, VersionedMap>> => new Map([...maps].map(([name, inside]) => [name, copied(inside)]));

function inner(maps: Map<string, Map<string, VersionedMap>>, name: string): Map<string, VersionedMap> {
  let map = maps.get(name);
  if (map === undefined) maps.set(name, (map = new Map()));
  return map;
}

function mapIn(maps: Map<string, VersionedMap>, name: string, ordered: boolean, retention: Retention): VersionedMap {
  let map = maps.get(name);
  if (map === undefined) maps.set(name, (map = new VersionedMap({ ordered, retention })));
  return map;
}
