import { createHash, createHmac, randomBytes } from 'node:crypto';

/** A prescription as every competitor issues it: the same body, the same writes. */
export const BODY = {
  lines: [
    {
      dosage: '1 capsule 3 times a day for 7 days',
      drug: { atc: 'J01CA04', name: 'Amoxicillin 500 mg' },
      isControlled: false,
      isSubstitutionAllowed: true,
      line: 1,
      quantity: 21,
      unit: 'capsule',
    },
  ],
  patient: 'HospitalMSP:patient-1',
} as const;

/** Its keys stand in order already, so that this is its canonical JSON. */
const CANONICAL = JSON.stringify(BODY);

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

const draw = (length: number): string => [...randomBytes(length)].map((byte) => ALPHABET[byte & 31]).join('');

/** A random id. */
export const drawId = (): string => draw(26);

export const inThirtyDays = (): number => Date.now() + 30 * 24 * 60 * 60 * 1000;

/** What a client of the bare SDK has to make for one issue: command and transient data. */
export function issueCommand(): { command: string; transient: { body: string; salt: string }; id: string } {
  const salt = randomBytes(32);
  const id = draw(26);
  const command = JSON.stringify({
    commandId: draw(26),
    id,
    centre: 'CentreMSP',
    commitment: createHmac('sha256', salt).update(CANONICAL).digest('hex'),
    codeHash: createHash('sha256').update(draw(32)).digest('hex'),
    validUntil: inThirtyDays(),
  });
  return { id, command, transient: { body: CANONICAL, salt: salt.toString('hex') } };
}
