const SLAB = 64 * 1024;

let slab = Buffer.alloc(0);
let used = 0;

/**
 * Copies a value that stays for good into memory shared with others of its kind. Small buffers of the usual sort share
 * memory with whatever was made at the same time, and one that stays would keep all of that alive.
 */
export function retain(value: Uint8Array): Uint8Array {
  if (value.length > SLAB / 8) return retainAlone(value);
  if (used + value.length > slab.length) {
    slab = Buffer.allocUnsafeSlow(SLAB);
    used = 0;
  }
  const copy = slab.subarray(used, used + value.length);
  copy.set(value);
  used += value.length;
  return copy;
}

/** Copies a value that stays for a while, or that must be able to vanish: into memory of its own. */
export function retainAlone(value: Uint8Array): Uint8Array {
  const copy = Buffer.allocUnsafeSlow(value.length);
  copy.set(value);
  return copy;
}
