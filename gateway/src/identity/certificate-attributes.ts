import { elementAt } from './der-element';

/** OBJECT IDENTIFIER 1.2.3.4.5.6.7.8.1, under which a Fabric CA writes attributes into a certificate. */
const OID = Buffer.from([0x06, 0x08, 0x2a, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x01]);
const BOOLEAN = 0x01;
const OCTET_STRING = 0x04;

/** Attributes of a certificate (DER) as its authority wrote them; none where there is no such extension. */
export function certificateAttributes(der: Buffer): Readonly<Record<string, string>> {
  const start = der.indexOf(OID);
  if (start < 0) return {};
  let value = elementAt(der, start + OID.length);
  if (value?.tag === BOOLEAN) value = elementAt(der, value.end);
  if (value?.tag !== OCTET_STRING) return {};
  try {
    const { attrs } = JSON.parse(der.toString('utf8', value.start, value.end)) as { attrs?: Record<string, string> };
    return attrs ?? {};
  } catch {
    return {};
  }
}
