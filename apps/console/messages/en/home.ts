export const texts = {
  title: 'Home',
  description: 'What is here, and what to try first',
}
