import { beginReview, issue, review } from '../chapters';
import { linesOf } from '../medicines';
import type { Story } from './story';

export const returned: Story = {
  title: 'Returned and amended',
  lead: 'The reviewer asks for a clearer dose; the physician amends; it is reviewed anew.',
  async play(theatre) {
    const { stage, cast } = theatre;
    const issued = await issue(theatre, ['metformin']);
    await beginReview(theatre, issued);
    const path = `/prescriptions/${issued.id}`;
    await stage.does(
      {
        who: cast.reviewer,
        what: 'returns it',
        path: `${path}/review/return`,
        body: { reasonCodes: ['DOSE_UNCLEAR'] },
      },
      'RETURNED',
    );
    const lines = linesOf('metformin').map((line) => ({ ...line, dosage: '1 tablet twice a day, with meals' }));
    await stage.does(
      {
        who: cast.physician,
        what: 'amends it',
        path: `${path}/amend`,
        body: { body: { patient: cast.patient.actor, lines } },
      },
      'SUBMITTED',
    );
    await review(theatre, issued);
  },
};

export const refused: Story = {
  title: 'Refused',
  lead: 'The reviewer refuses; nothing can be done with it after that.',
  async play(theatre) {
    const { stage, cast } = theatre;
    const issued = await issue(theatre, ['amlodipine']);
    await beginReview(theatre, issued);
    const path = `/prescriptions/${issued.id}`;
    await stage.does(
      {
        who: cast.reviewer,
        what: 'refuses it',
        path: `${path}/review/refuse`,
        body: { reasonCodes: ['NOT_INDICATED'] },
      },
      'REFUSED',
    );
    await stage.isRefused(
      { who: cast.dispenser, what: 'tries to redeem it', path: `${path}/redeem`, body: { code: issued.code } },
      'RX_STATUS',
    );
  },
};

export const controlled: Story = {
  title: 'A controlled drug needs two reviewers',
  lead: 'The first approval is not enough, and the same reviewer cannot give the second.',
  async play(theatre) {
    const { stage, cast } = theatre;
    const issued = await issue(theatre, ['morphine']);
    await beginReview(theatre, issued);
    const path = `/prescriptions/${issued.id}/review/approve`;
    await stage.does({ who: cast.reviewer, what: 'approves first', path }, 'IN_REVIEW');
    await stage.isRefused({ who: cast.reviewer, what: 'tries to approve again', path }, 'RX_SAME_REVIEWER');
    await stage.does({ who: cast.otherReviewer, what: 'approves as the second', path }, 'APPROVED');
  },
};
