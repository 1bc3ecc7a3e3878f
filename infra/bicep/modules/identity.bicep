// Whom the app is to every other service. Its own resource, so that its roles outlive the app.

param name string
param location string
param tags object

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

@export()
type identityReference = {
  id: string
  clientId: string
  principalId: string
}

output reference identityReference = {
  id: identity.id
  clientId: identity.properties.clientId
  principalId: identity.properties.principalId
}
