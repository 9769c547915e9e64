export const texts = {
  title: 'Playground',
  description: 'Try a model; nothing is stored',
}
