using Dfm.Core.Notifications;

namespace Dfm.Core.Tests.Notifications;

public sealed class MailTopicTests
{
    [Theory]
    [InlineData(MailTopicKind.Dit, "/dits/500123")]
    [InlineData(MailTopicKind.Order, "/orders/500123")]
    [InlineData(MailTopicKind.Approval, "/approvals/500123")]
    public void EachTopic_HasItsPage_WhereMailsOfYearsAgoStillLead(MailTopicKind kind, string path) =>
        Assert.Equal(path, new MailTopic(kind, "500123").Path);
}
