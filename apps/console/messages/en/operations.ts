export const texts = {
  title: 'Operations',
  description: 'Health, keys, usage and audit',
}
