// Tables, blobs, and what Durable Functions and the Functions host keep. Tables are created by the app when it starts (PortalStartup).

@minLength(3)
param name string
param location string
param tags object
param recoveryDays int

@description('The container of the app\'s packages.')
param packages string

@description('Three zones of the region instead of one.')
param redundant bool

@description('After so many days without a change an attachment or invoice is seldom read, and is kept where keeping is cheaper.')
param coolAfterDays int = 90

// The containers of the app (TableNames.Containers), which it would also create itself.
var attachments = 'attachments'
var invoices = 'invoices'
var inboundMails = 'inbound-mails'

resource account 'Microsoft.Storage/storageAccounts@2026-06-01' = {
  name: take(name, 24)
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: redundant ? 'Standard_ZRS' : 'Standard_LRS' }
  properties: {
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    accessTier: 'Hot'
    networkAcls: { defaultAction: 'Allow', bypass: 'AzureServices' }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2026-06-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: { enabled: true, days: recoveryDays, allowPermanentDelete: false }
    containerDeleteRetentionPolicy: { enabled: true, days: recoveryDays }
  }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2026-06-01' = [
  for container in [attachments, invoices, inboundMails, packages]: {
    parent: blobs
    name: container
    properties: { publicAccess: 'None' }
  }
]

// The app deletes an attachment that no request came to keep, and mails that came in once their time is over (Retention__InboundMails), and
// nothing else: what a DIT, an order or an invoice consists of stays as long as its row. So no rule deletes; blobs that are no longer worked with get cheaper. Invoices must be kept for ten years (Code de
// commerce, L123-22), which is longer than any rule that would delete them here.
resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2026-06-01' = {
  parent: account
  name: 'default'
  dependsOn: [containers]
  properties: {
    policy: {
      rules: [
        {
          name: 'cool-what-is-seldom-read'
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['${attachments}/', '${invoices}/', '${inboundMails}/'] }
            actions: { baseBlob: { tierToCool: { daysAfterModificationGreaterThan: coolAfterDays } } }
          }
        }
      ]
    }
  }
}

@export()
type storageReference = {
  blobUri: string
  queueUri: string
  tableUri: string
  deploymentContainerUri: string
}

output name string = account.name
output reference storageReference = {
  blobUri: account.properties.primaryEndpoints.blob
  queueUri: account.properties.primaryEndpoints.queue
  tableUri: account.properties.primaryEndpoints.table
  deploymentContainerUri: '${account.properties.primaryEndpoints.blob}${packages}'
}
