import type { ReceiptView } from '@rxledger/chaincode/api';

const COLUMNS = ['at', 'until', 'reader', 'sections', 'basis', 'purpose', 'grant', 'emergency', 'id'] as const;

/** RFC 4180, with a header line; every value is an id, a time or a word of ours, so that nothing needs quoting. */
export function asCsv(lines: readonly ReceiptView[]): string {
  const rows = lines.map((line) =>
    [
      new Date(line.at).toISOString(),
      new Date(line.until).toISOString(),
      line.reader,
      line.sections.join(' '),
      line.basis,
      line.purpose,
      line.grant ?? '',
      line.emergency ?? '',
      line.id,
    ].join(','),
  );
  return [COLUMNS.join(','), ...rows, ''].join('\r\n');
}

/** A FHIR R4 Bundle of AuditEvents, one a receipt. */
export const asAuditEvents = (lines: readonly ReceiptView[]) => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: lines.map((line) => ({ resource: auditEvent(line) })),
});

const auditEvent = ({ id, case: of, reader, sections, basis, purpose, at, until, grant, emergency }: ReceiptView) => ({
  resourceType: 'AuditEvent',
  id,
  type: {
    system: 'http://terminology.hl7.org/CodeSystem/audit-event-type',
    code: 'rest',
    display: 'RESTful Operation',
  },
  subtype: [{ system: 'http://hl7.org/fhir/restful-interaction', code: 'read' }],
  action: 'R',
  period: { start: new Date(at).toISOString(), end: new Date(until).toISOString() },
  recorded: new Date(at).toISOString(),
  outcome: '0',
  purposeOfEvent: [{ coding: [{ system: 'urn:rxledger:purpose', code: purpose }] }],
  agent: [
    {
      who: { identifier: { system: 'urn:rxledger:actor', value: reader } },
      requestor: true,
      policy: [`urn:rxledger:basis:${basis}`, ...policies({ grant, emergency })],
    },
  ],
  source: {
    observer: { identifier: { system: 'urn:rxledger:organisation', value: reader.slice(0, reader.indexOf(':')) } },
  },
  entity: sections.map((section) => ({
    what: { identifier: { system: 'urn:rxledger:case', value: `${of}/${section}` } },
    name: section,
  })),
});

const policies = ({
  grant,
  emergency,
}: {
  grant: string | undefined;
  emergency: string | undefined;
}): readonly string[] => [
  ...(grant === undefined ? [] : [`urn:rxledger:consent:${grant}`]),
  ...(emergency === undefined ? [] : [`urn:rxledger:emergency:${emergency}`]),
];
