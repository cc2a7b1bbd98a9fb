/** OBJECT IDENTIFIER 1.2.3.4.5.6.7.8.1, under which a Fabric CA writes attributes into a certificate. */
const OID = Buffer.from([0x06, 0x08, 0x2a, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x01]);
const BOOLEAN = 0x01;
const OCTET_STRING = 0x04;

/** Attributes of a certificate (DER) as its authority wrote them; none where there is no such extension. */
export function certificateAttributes(der: Buffer): Readonly<Record<string, string>> {
  const start = der.indexOf(OID);
  if (start < 0) return {};
  let value = element(der, start + OID.length);
  if (value?.tag === BOOLEAN) value = element(der, value.end);
  if (value?.tag !== OCTET_STRING) return {};
  try {
    const { attrs } = JSON.parse(der.toString('utf8', value.start, value.end)) as { attrs?: Record<string, string> };
    return attrs ?? {};
  } catch {
    return {};
  }
}

interface Element {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/** One DER element: its tag and where its contents lie. */
function element(der: Buffer, offset: number): Element | undefined {
  const tag = der[offset];
  const first = der[offset + 1];
  if (tag === undefined || first === undefined) return undefined;
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (lengthBytes > 3 || offset + 2 + lengthBytes > der.length) return undefined;
  const length = lengthBytes === 0 ? first : der.readUIntBE(offset + 2, lengthBytes);
  const start = offset + 2 + lengthBytes;
  return start + length > der.length ? undefined : { tag, start, end: start + length };
}
