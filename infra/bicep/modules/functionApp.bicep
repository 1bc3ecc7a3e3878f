// The function app on Flex Consumption, with its settings. Tests hold these against the app's options classes: each that the code reads is
// set, and no other.

import { scale as scaleSettings, mailSettings } from '../types.bicep'
import { identityReference } from 'identity.bicep'
import { storageReference } from 'storage.bicep'

param name string
param location string
param tags object
param identity identityReference
param scale scaleSettings
param storage storageReference
param serviceBusHost string
param vaultUri string
@description('The name of the Application Insights component.')
param applicationInsights string
@description('The address of the site, the one origin that browsers may call the API from.')
param site string
param mail mailSettings
param sendGridHost string

// Ten attachments of 25 MiB, and the fields around them. The host's own limit is 100 MB.
var longestRequest = '283115520'

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsights
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: take(name, 60)
  location: location
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identity.id
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: storage.deploymentContainerUri
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identity.id }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: scale.instanceMemory
        maximumInstanceCount: scale.maximumInstances
        alwaysReady: scale.alwaysReady == 0 ? [] : [{ name: 'http', instanceCount: scale.alwaysReady }]
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      cors: { allowedOrigins: [site], supportCredentials: true }
    }
  }

  // Deployment is by Entra identities alone.
  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: union(loadJsonContent('../app-settings.json'), {
      AzureWebJobsStorage__blobServiceUri: storage.blobUri
      AzureWebJobsStorage__queueServiceUri: storage.queueUri
      AzureWebJobsStorage__tableServiceUri: storage.tableUri
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identity.clientId
      ServiceBus__fullyQualifiedNamespace: serviceBusHost
      ServiceBus__credential: 'managedidentity'
      ServiceBus__clientId: identity.clientId
      APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.clientId};Authorization=AAD'
      FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: longestRequest
      Auth__SigningKey: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/auth-signing-key)'
      SendGrid__ApiKey: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/sendgrid-api-key)'
      SendGrid__Host: sendGridHost
      Portal__Url: site
      Mail__From: mail.from
      Mail__ServiceDesk: mail.serviceDesk
      Mail__OrderDesk: mail.orderDesk
      Mail__InboundDomain: mail.inboundDomain
      Inbound__MailPublicKeys: mail.inboundPublicKeys
      Inbound__EventPublicKeys: mail.eventPublicKeys
      Malware__Scanner: 'Defender'
    })
  }
}

output name string = app.name
output host string = app.properties.defaultHostName
