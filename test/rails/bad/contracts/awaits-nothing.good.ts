export const kind = async (value: Promise<string>): Promise<string> => await value;
