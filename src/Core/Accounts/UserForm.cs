using Dfm.Core.Text;

namespace Dfm.Core.Accounts;

/// <summary>What a Superviseur enters of a user. An entry that is missing of a change stays as it is.</summary>
/// <param name="Profile">« Superviseur » or « Utilisateur ».</param>
/// <param name="Sites">Of an Utilisateur; each one of the customer's.</param>
/// <param name="Rights">Of an Utilisateur.</param>
public sealed record UserForm(
    string? Name, string? Email, string? Phone, string? Profile, IReadOnlyList<string>? Sites, IReadOnlyList<string>? Rights)
{
    private const int MaxName = 100;
    private const int MaxSites = 500;

    /// <summary>The account that is invited: it signs in with its mail address.</summary>
    /// <param name="customer">The customer, for its sites.</param>
    public Result<Account> Invite(Customer customer)
    {
        ArgumentNullException.ThrowIfNull(customer);
        var check = new FieldChecks();
        var email = MailOf(check, null);
        if (!LoginIdentifier.TryParse(email, out var identifier)) check.Refuse("email", "Cette adresse n'est pas valide.");
        var invited = new Account(UserId.Of(identifier), customer.Id, identifier, "", email, "", default, []) { State = AccountState.Invited };
        return Fill(check, invited, customer, email);
    }

    /// <summary>The account as it is changed.</summary>
    public Result<Account> Change(Account account, Customer customer)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(customer);
        var check = new FieldChecks();
        return Fill(check, account, customer, MailOf(check, account.Email));
    }

    private string MailOf(FieldChecks check, string? present)
    {
        var given = check.Optional("email", Email, EmailAddress.MaxLength) ?? present;
        if (given is null) check.Refuse("email", "Saisissez l'adresse mail.");
        if (!EmailAddress.TryParse(given, out var address)) check.Refuse("email", "Cette adresse n'est pas valide.");
        return address;
    }

    private Result<Account> Fill(FieldChecks check, Account account, Customer customer, string email)
    {
        var profile = Profile is null && account.Name.Length > 0 ? account.Profile : check.Choice<Profile>("profile", Profile, "Choisissez le profil.");
        var isUser = profile is Accounts.Profile.User;
        return check.ResultOf(account with
        {
            Name = Name is null && account.Name.Length > 0 ? account.Name : check.Required("name", Name, MaxName, "Saisissez le nom."),
            Email = email,
            Phone = Phone is null ? account.Phone : check.Phone("phone", Phone) ?? "",
            Profile = profile,
            Sites = isUser ? SitesOf(check, account, customer) : [],
            Rights = RightsOf(check) ?? account.Rights,
        });
    }

    private IReadOnlyList<SiteId> SitesOf(FieldChecks check, Account account, Customer customer)
    {
        var given = check.Lines("sites", Sites, MaxSites)?.Select(text => customer.Sites.FirstOrDefault(site => site.Id.Value == text)?.Id).Distinct().ToList();
        var sites = given is null ? account.Sites : [.. given.OfType<SiteId>()];
        if (given?.Contains(null) is true) check.Refuse("sites", "Ce site n'est pas de votre société.");
        else if (sites.Count == 0) check.Refuse("sites", "Choisissez au moins un site.");
        return sites;
    }

    private IReadOnlyList<Right>? RightsOf(FieldChecks check)
    {
        if (Rights is null) return null;
        var known = Rights.Select(text => check.OptionalChoice<Right>("rights", text)).Distinct().OfType<Right>();
        return [.. Accounts.Rights.All.Intersect(known)];
    }
}
