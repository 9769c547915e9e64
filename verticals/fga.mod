schema: '1.2'
contents:
  - core/identity.fga
  - core/organization.fga
  - core/governance.fga
  - core/lockness.fga
  - music/model.fga
  - podcasts/model.fga
  - audiobooks/model.fga
  - ads/model.fga
  - consumer/model.fga
  - agents/model.fga
