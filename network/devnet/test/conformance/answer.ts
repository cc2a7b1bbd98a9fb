/** What a refusal says, in the words of the node that refused; the work must fail. */
export const answerOf = async (work: () => Promise<unknown>): Promise<string> => {
  try {
    await work();
  } catch (error) {
    const { details, message } = error as { details?: { message: string }[]; message: string };
    return details?.[0]?.message ?? message;
  }
  throw new Error('it should have been refused');
};
