using Dfm.Core.Dits;
using Dfm.Core.Satisfaction;
using Dfm.Functions.Http;
using Dfm.Functions.Mail;
using Dfm.Functions.Satisfaction.Storage;
using Dfm.Functions.Security;

namespace Dfm.Functions.Satisfaction;

/// <summary>Answers the question in the mail of a DIT that is closed, by the link of that mail, without signing in.</summary>
public sealed class AnswerSurvey(
    SatisfactionLinks links, TableSatisfactionStore answers, IStaffQueue<DitNumber, DitState, DitSummary> dits, TimeProvider clock)
{
    /// <summary>204, also for the same answer again; 409 <c>survey-answered</c> for another one; 404 <c>survey-not-found</c> for any other link.</summary>
    [Function(nameof(AnswerSurvey)), Audience(Audience.Anyone)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "satisfaction")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var body = await JsonBody.Read<SurveyBody>(request, cancellationToken);
        if (!body.IsSuccess) return body.Problem.ToHttp();
        if (!links.TryRead(body.Value.Token, out var survey)) return SatisfactionProblems.NotFound.ToHttp();
        var form = new SatisfactionForm(body.Value.Score, body.Value.Comment).Parse();
        if (!form.IsSuccess) return form.Problem.ToHttp();
        if (await dits.CustomerOf(survey.Dit, cancellationToken) is not { } customer) return SatisfactionProblems.NotFound.ToHttp();
        var answer = new SatisfactionAnswer(survey.Dit, customer, form.Value.Score, form.Value.Comment, clock.GetUtcNow());
        var stored = await answers.Add(survey.Month, answer, cancellationToken);
        return stored.ToHttp(_ => Results.NoContent());
    }

    private sealed record SurveyBody(string? Token, string? Score, string? Comment);
}
